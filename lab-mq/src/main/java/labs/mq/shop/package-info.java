/**
 * The case: an order system. Orders are paid, delivered or refunded, and told about, each exactly
 * once, by workers that are killed meanwhile.
 *
 * <pre>
 *   orders ──▶ Payments ──▶ payments ──▶ Stock ──┬──▶ outcomes ──▶ notices
 *   (again,      │ accounts               │ stock │        └─▶ by group ──▶ Lateness ─┬─▶ revenue by window
 *    late)       │ decided                ▼       │                                   └─▶ late revenue
 *                └── unpaid ──▶ outcomes  refunds ──▶ Refunds ──▶ outcomes
 *                                                       │ accounts
 * </pre>
 *
 * <p>What holds at the end, whoever died when:
 *
 * <ol>
 *   <li>Each order has one outcome and one notice, however often it was sent.
 *   <li>What the accounts lost is what was earned: balances + revenue = opening balances, for each
 *       customer and in all.
 *   <li>What left the stock was sold, for each product.
 *   <li>Whatever was paid was delivered or given back. Nothing was refused without a reason.
 *   <li>The windows and what came too late for them make up the revenue.
 * </ol>
 *
 * <p>Which of two orders gets the last piece is left open: it depends on who came first.
 *
 * <p>Start reading at {@link labs.mq.shop.ShopTopology}. {@code labs.mq.shop.audit} checks the
 * laws, {@code labs.mq.shop.run} starts and kills.
 */
package labs.mq.shop;
