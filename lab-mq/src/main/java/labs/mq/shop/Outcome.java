package labs.mq.shop;

/** An order and how it ended. */
public record Outcome(Order order, Verdict verdict) {}
