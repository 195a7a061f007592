/**
 * The values of XML-RPC to Java and back.
 *
 * <pre>
 *   bytes -&gt; XmlInput -&gt; ValueReader -&gt; Integer, String, Map, List, ...
 *            a cursor    Scalars, Dates     |  ^
 *            on tags                        v  | StructMapper: records and beans
 *   bytes &lt;- XmlOutput &lt;- ValueWriter &lt;- Java objects
 *            escapes       Scalars
 * </pre>
 *
 * <p>Start with {@link labs.rpc.value.XmlInput}, where a hostile document is stopped, then read
 * {@link labs.rpc.value.ValueReader}, {@link labs.rpc.value.XmlOutput} and {@link
 * labs.rpc.value.ValueWriter}; {@link labs.rpc.value.StructMapper} comes last. {@code Encodings}
 * guards the bytes before they are read, and {@code PlainTags} is a short cut through the usual
 * document that changes nothing but the time.
 */
package labs.rpc.value;
