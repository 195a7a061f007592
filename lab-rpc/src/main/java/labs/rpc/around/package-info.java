/**
 * What stands around the calls: each piece is a handler that holds the next one, or a stage of the
 * pipeline, and none of them knows of the others.
 *
 * <pre>
 *   bytes      ──▶ Tls ──▶ HTTP ──▶ BasicAuth ──▶ GzipStage ──▶ XML-RPC ──▶ Dispatcher
 *                                                                    system.multicall      (Multicall)
 *                                                                    system.listMethods …  (Introspection)
 * </pre>
 *
 * <p>Start reading at {@link labs.rpc.around.Multicall}, then {@link
 * labs.rpc.around.Introspection}, {@link labs.rpc.around.GzipBodies}, {@link
 * labs.rpc.around.BasicAuth} and {@link labs.rpc.around.Tls}.
 */
package labs.rpc.around;
