package labs.mq.shop.run;

/**
 * How many records each stage has before it that it has not committed. The marks that transactions
 * leave in the log count as records: a few remain at the end.
 *
 * @param payments orders to be paid, and refunds
 * @param stock payments to be delivered
 * @param notices outcomes to be told
 * @param revenue sales to be summed up
 */
public record Lag(long payments, long stock, long notices, long revenue) {
    public static final Lag NONE = new Lag(0, 0, 0, 0);
}
