package labs.zookeeper.zab;

import java.io.Serializable;

/** What nodes say to each other. Immutable. */
public sealed interface ZabMessage extends Serializable {
    /** What the sender of a notification is doing. */
    enum Stage {
        LOOKING,
        FOLLOWING,
        LEADING
    }

    /** Election: my vote in this round, or, when I am not looking, whom my last round elected. */
    record Notification(Vote vote, long round, Stage stage) implements ZabMessage {}

    /** Discovery, follower to leader: I follow you; this is the newest epoch I agreed to. */
    record FollowerInfo(Promise promise) implements ZabMessage {}

    /** Discovery, leader to follower: agree to this epoch, mine. */
    record NewEpoch(long epoch) implements ZabMessage {}

    /** Discovery, follower to leader: agreed; this is the history I have. */
    record AckEpoch(long epoch, long currentEpoch, Zxid last) implements ZabMessage {}

    /** Synchronisation, leader to follower: cut your log there, and go on like this. */
    record NewLeader(long epoch, Suffix history) implements ZabMessage {}

    /** Broadcast, leader to follower. */
    record Propose(long epoch, Suffix transactions) implements ZabMessage {}

    /** Follower to leader: all up to this one, I have on my disk. */
    record Ack(long epoch, Zxid last) implements ZabMessage {}

    /** Broadcast, leader to follower: all up to this one is on the disks of a majority. */
    record Commit(long epoch, Zxid zxid) implements ZabMessage {}

    /** Leader to follower, now and then: I am alive; and a round of questions for reads. */
    record Ping(long epoch, long round, Zxid committed) implements ZabMessage {}

    /** Follower to leader: so am I, and I still follow you. */
    record Pong(long epoch, long round, Zxid last) implements ZabMessage {}
}
