package labs.mq.bench;

import java.nio.file.Path;
import labs.mq.broker.Broker;
import labs.mq.broker.BrokerOptions;
import labs.mq.cluster.Orders;

/** Our broker in a JVM of its own, which ends when its standard input does. */
final class OursMain {
    private OursMain() {}

    /**
     * @param args the directory, the port
     */
    public static void main(String[] args) throws Exception {
        Orders orders = Orders.fromStandardInput();
        var options = BrokerOptions.in(Path.of(args[0])).withPort(Integer.parseInt(args[1]));
        long start = System.nanoTime();
        try (var broker = Broker.start(options)) {
            System.out.println("started " + (System.nanoTime() - start));
            System.out.println("address " + broker.address());
            orders.next(); // any line stops it in order
        }
    }
}
