package labs.mq.shop;

/**
 * What a delivered order brought.
 *
 * @param isLate whether its window is closed already
 */
record Sale(long cents, boolean isLate) {}
