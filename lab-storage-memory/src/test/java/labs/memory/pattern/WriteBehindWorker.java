package labs.memory.pattern;

import java.util.concurrent.CountDownLatch;

/** A process that writes behind, says what it has answered, and then waits to be killed. */
final class WriteBehindWorker {
    static final int ANSWERED = 250;
    static final int A_FLUSH = 100;

    private WriteBehindWorker() {}

    /** Its argument is the URL of the table's schema. */
    public static void main(String[] arguments) throws Exception {
        var behind = new WriteBehind(new ProductTable(arguments[0]), 1_000);
        for (int i = 1; i <= ANSWERED; i++) {
            behind.put("order:" + i, "paid");
            System.out.println("answered " + i);
            if (i % A_FLUSH == 0) {
                behind.flush();
            }
        }
        System.out.println("all answered");
        new CountDownLatch(1).await();
    }
}
