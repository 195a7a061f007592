package labs.mq.shop.audit;

/**
 * One law and whether it holds.
 *
 * @param name what is said
 * @param checked how many things were looked at
 * @param broken for how many of them it does not hold
 * @param example the first of these, in words; empty if there is none
 */
public record Law(String name, long checked, long broken, String example) {
    public boolean holds() {
        return broken == 0;
    }
}
