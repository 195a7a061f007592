package labs.rpc.client;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * On a method of a remote interface: calling it twice does the same as calling it once, so a call
 * whose outcome is unknown may simply be sent again. Reading a balance is idempotent; a transfer is
 * not.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Idempotent {}
