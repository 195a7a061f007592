package labs.mq.shop;

/** How an order ends. Each ends once. */
public enum Verdict {
    /** Paid, and taken from the stock. */
    DELIVERED,
    /** The account did not hold enough; nothing was moved. */
    UNPAID,
    /** Paid, but the stock did not hold enough; the money is back. */
    REFUNDED
}
