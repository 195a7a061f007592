package labs.tiny;

final class Greeting {
    String greet(String name) {
        // BEGIN SOLUTION
        return "Hello, " + name.strip() + "!";
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO tiny-2");
    }
}
