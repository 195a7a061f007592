package labs.cli.course;

/** A runnable main of a chapter; {@code args} says what it takes, and is empty when nothing. */
public record Demo(String name, String main, String title, String args) {}
