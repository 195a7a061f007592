package labs.zookeeper.answers;

import org.apache.zookeeper.server.Request;

/**
 * One answer within a story.
 *
 * @param operation the type of the operation that it answers, of {@code ZooDefs.OpCode}
 * @param nth 1 for the first answer to an operation of that type
 */
record Answer(int operation, int nth) {
    @Override
    public String toString() {
        return "answer " + nth + " to " + Request.op2String(operation);
    }
}
