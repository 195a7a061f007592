package labs.compute.stream;

/**
 * Something on its way.
 *
 * @param id the message id that acks and fails name
 * @param attempt 1 when it is sent for the first time
 */
public record Message<T>(long id, T value, int attempt) {
    Message<T> again() {
        return new Message<>(id, value, attempt + 1);
    }
}
