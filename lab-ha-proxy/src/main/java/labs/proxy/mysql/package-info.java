/**
 * A balancer that speaks MySQL: one address for a primary and its replicas.
 *
 * <pre>
 *   client ═▶ ClientLogin: who is it?
 *          ═▶ CommandLoop: one after the other
 *          ═▶ ClientSession: which command?      Classifier: what is it?
 *          ═▶ RequestRouter ◀──────────────────  SessionState: where may it go?
 *                 │
 *                 ├─ ServerLinks ─▶ ServerConnector, ServerLogin    Cluster: who is what, how old,
 *                 ├─ ReadYourWrites: is the replica far enough?              who is dead?
 *                 ├─ SessionReplay: database, settings, statements
 *                 ├─ Recall: what statements ask about those before them, by Diagnostics
 *                 └─ AnswerRelay ═▶ ServerConnection ═▶ primary or replica
 *   client ◀═ rows, untouched ═ AnswerReader, ResponseTracker ◀═┘
 * </pre>
 *
 * <p>A session has at most one connection to the primary and one to a replica, all on one event
 * loop, which its objects are confined to. Begin with {@link labs.proxy.mysql.MysqlProxy}, then
 * {@code ClientSession} and {@code RequestRouter}.
 */
package labs.proxy.mysql;
