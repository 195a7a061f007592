package labs.proxy.vrrp;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The test makes network namespaces, and is skipped with the reason where it may not: without root,
 * or in a sandbox.
 */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@Tag("native")
@ExtendWith(NamespaceCondition.class)
@interface RequiresNamespaces {}
