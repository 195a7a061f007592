package labs.rpc.queue;

/**
 * A job in the hands of a worker.
 *
 * @param job the job's number
 * @param receipt what to acknowledge; each delivery of a job has its own
 * @param attempt 1 for the first delivery, 2 for the second …
 * @param body what the producer put
 */
public record Delivery(int job, String receipt, int attempt, Object body) {}
