/**
 * Does it balance? What the topics say is added up ({@code Books}) and compared with what was
 * ordered ({@code Audit}).
 *
 * <pre>
 *   topics and changelogs ── read committed ──▶ BooksReader ──▶ Books ──▶ Audit ──▶ laws
 *                                               Catalogue: the orders themselves ───┘
 * </pre>
 *
 * <p>Start reading at {@link labs.mq.shop.audit.Audit}.
 */
package labs.mq.shop.audit;
