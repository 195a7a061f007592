package labs.mq.shop.run;

/**
 * How far the shop is, for whoever looks on.
 *
 * @param seconds since the first order was sent
 * @param orders how many there will be, each counted once
 * @param sent how many were sent, some twice
 * @param repeated how many of these had been sent before
 * @param delivered how many orders ended so; the same for the next two
 * @param notices how many customers were told
 * @param perSecond orders that ended in the last second or so, each second
 * @param lag of each stage
 * @param accounts what all accounts hold, in cents
 * @param revenue what was delivered, in cents
 * @param onTheWay what was paid and is neither delivered nor given back yet, in cents
 * @param counted what the windows and what was late add up to, in cents
 * @param stock what is left of all products
 * @param killed how often something was killed
 * @param event the last thing that was done to the shop; empty before the first
 */
public record Progress(
        double seconds,
        int orders,
        long sent,
        long repeated,
        long delivered,
        long refunded,
        long unpaid,
        long notices,
        double perSecond,
        Lag lag,
        long accounts,
        long revenue,
        long onTheWay,
        long counted,
        long stock,
        int killed,
        String event) {

    /** How many orders have ended. */
    public long ended() {
        return delivered + refunded + unpaid;
    }
}
