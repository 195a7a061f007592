/**
 * The configuration language: a subset of HAProxy's own, so that one file drives both.
 *
 * <pre>
 *   text ─▶ Tokenizer ─▶ ConfigLine ─▶ ConfigReader ─┬▶ GlobalKeywords
 *           comments,    file, line,    sections,    └▶ ProxyKeywords ─▶ Section ─┬▶ Frontend
 *           quotes,      words          defaults          one line at   what is   └▶ Backend
 *           escapes                                       a time        said so far
 * </pre>
 *
 * <p>{@code listen} gives a frontend and a backend of the same name. What is outside the subset is
 * an error and never ignored, but for the few lines about logging and processes that {@code
 * GlobalKeywords} and {@code ProxyKeywords} name. Start reading at {@link
 * labs.proxy.config.ConfigReader}.
 *
 * @see <a href="https://docs.haproxy.org/2.6/configuration.html">HAProxy's configuration manual</a>
 */
package labs.proxy.config;
