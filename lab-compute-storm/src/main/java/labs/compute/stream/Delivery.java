package labs.compute.stream;

/** What the topology promises about each line. */
public enum Delivery {
    /** No message ids and no anchors: what fails is lost. */
    AT_MOST_ONCE,
    /** Message ids and anchors: what fails anywhere comes again from the spout. */
    AT_LEAST_ONCE
}
