/**
 * Runs tests beside code that is not trusted.
 *
 * <p>A module of its own, with nothing exported and nothing opened: code on the class path of the
 * same JVM cannot reach the reporter, or the secret that marks its lines, by reflection.
 */
module labs.runner {
    requires org.junit.platform.launcher;
}
