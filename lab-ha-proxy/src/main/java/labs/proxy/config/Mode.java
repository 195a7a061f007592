package labs.proxy.config;

/** What a proxy understands of the bytes it carries. */
public enum Mode {
    TCP,
    HTTP
}
