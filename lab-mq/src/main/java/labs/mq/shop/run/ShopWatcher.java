package labs.mq.shop.run;

/** Hears how a shop is doing, on the thread that runs it. */
public interface ShopWatcher {
    /** A few times a second. */
    void progress(Progress progress);

    /** Something was done: started, killed, ended. */
    void event(String what);
}
