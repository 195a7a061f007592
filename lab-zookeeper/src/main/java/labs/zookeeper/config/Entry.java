package labs.zookeeper.config;

/**
 * What a znode holds of one version: who and when, and the values, or how many chunks hold them.
 *
 * @param length bytes of the body
 * @param sha256 of the body, in hexadecimal digits
 * @param chunks how many nodes hold the body; 0 when this one does
 * @param body the values as bytes; empty when chunks hold them
 */
record Entry(Revision revision, int length, String sha256, int chunks, byte[] body) {
    long version() {
        return revision.version();
    }

    boolean isInline() {
        return chunks == 0;
    }
}
