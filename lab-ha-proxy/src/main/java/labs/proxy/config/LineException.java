package labs.proxy.config;

import java.io.Serial;

/** One line is wrong; {@link ConfigReader} notes it and goes on with the next. */
final class LineException extends RuntimeException {
    @Serial private static final long serialVersionUID = 1;

    LineException(String message) {
        super(message);
    }
}
