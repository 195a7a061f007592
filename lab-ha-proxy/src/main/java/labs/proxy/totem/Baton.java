package labs.proxy.totem;

/** Passes tokens on, and sees to it that one that gets lost is sent again. */
final class Baton {
    /** The timer after which the last token is sent again. */
    static final String RESEND = "resend";

    /** The timer after which the ring is given up. */
    static final String LOSS = "loss";

    private final TotemMachine machine;
    private final Times times;
    private TotemMessage last;
    private int receiver;

    Baton(TotemMachine machine, Times times) {
        this.machine = machine;
        this.times = times;
    }

    /** Sends a token or a commit token, and expects a later one. */
    void pass(int to, TotemMessage token) {
        last = token;
        receiver = to;
        machine.timer(LOSS, times.loss());
        sendLast();
    }

    /** It may have got lost: sends it again. Who has it already knows it by its hop. */
    void sendLast() {
        machine.timer(RESEND, times.resend());
        machine.send(receiver, last);
    }

    /** Expects no more. */
    void drop() {
        machine.cancel(RESEND);
        machine.cancel(LOSS);
    }
}
