package labs.mq.shop;

/** The names of the state stores, and of the topic that brings sales to their groups. */
public final class ShopStores {
    /** Customer to balance in cents. */
    public static final String ACCOUNTS = "accounts";

    /** Order to whether it was paid: the orders that were decided already. */
    public static final String DECIDED = "decided";

    /** Product to how many are left. */
    public static final String STOCK = "stock";

    /** Group and window to what was sold, in cents. */
    public static final String REVENUE = "revenue";

    /** Group to what was sold too late for its window, in cents. */
    public static final String LATE_REVENUE = "late-revenue";

    /** One entry: the newest time that a partition of sales has seen. */
    public static final String STREAM_TIME = "stream-time";

    /** The name of the step that brings each sale to its group's partition. */
    public static final String SALES_BY_GROUP = "sales-by-group";

    private ShopStores() {}
}
