/**
 * Exercise 6, three recipes: a double barrier, counters, queues. Two things to learn: how little
 * ZooKeeper gives, and how far it goes; and what it is bad at.
 *
 * <pre>
 *   DoubleBarrier   /ready   the names of the round that may pass; changed by compare-and-set
 *                   /members/m-0000000007 …  ephemeral, one a member
 *   SharedCounter   one node, one number; setData with the version that was read
 *   LeasedCounter   takes a thousand numbers at once from a SharedCounter
 *   DeleteQueue     /item-0000000001 …  who deletes an item has it
 *   ClaimQueue      /items/item-… , /claims/item-… ephemeral: who has it now; deleted when done
 *   Receipts        /receipts/…     ephemeral, one a client: its version says which of the client's
 *                   transactions were done, though an answer was lost
 * </pre>
 *
 * Read {@link labs.zookeeper.recipes.SharedCounter} first.
 */
package labs.zookeeper.recipes;
