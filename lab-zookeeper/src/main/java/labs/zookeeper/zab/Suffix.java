package labs.zookeeper.zab;

import java.io.Serializable;
import java.util.List;

/**
 * The end of a log: what comes after {@code after}, without a gap. It says where it belongs, since
 * the network may lose, double and reorder; ZooKeeper itself has TCP for that.
 */
public record Suffix(Zxid after, List<Transaction> transactions) implements Serializable {
    @Override
    public String toString() {
        return "after " + after + " " + transactions;
    }
}
