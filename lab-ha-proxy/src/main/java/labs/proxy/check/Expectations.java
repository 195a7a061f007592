package labs.proxy.check;

import java.util.Optional;
import java.util.regex.Pattern;
import labs.proxy.config.HttpCheck.Expect;
import labs.proxy.config.HttpCheck.What;

/** {@code http-check expect}: what a healthy server answers. */
final class Expectations {
    private Expectations() {}

    static boolean isOfBody(Optional<Expect> expect) {
        return expect.filter(one -> one.what() == What.STRING || one.what() == What.RSTRING)
                .isPresent();
    }

    /** What an answer with this status is worth. */
    static CheckResult ofStatus(Optional<Expect> expect, CheckResult usual) {
        if (expect.isEmpty() || usual.code() == 0) {
            return usual;
        }
        boolean well = isOfBody(expect) || isExpected(expect.get(), "" + usual.code());
        return new CheckResult(
                well ? CheckResult.Status.L7OK : CheckResult.Status.L7STS,
                usual.code(),
                well ? "" : usual.text());
    }

    private static boolean isExpected(Expect expect, String status) {
        boolean fits =
                expect.what() == What.RSTATUS
                        ? Pattern.compile(expect.pattern()).matcher(status).find()
                        : isListed(expect.pattern(), Integer.parseInt(status));
        return fits != expect.negated();
    }

    private static boolean isListed(String list, int status) {
        for (String one : list.split(",")) {
            String[] ends = one.strip().split("-");
            if (Integer.parseInt(ends[0]) <= status
                    && status <= Integer.parseInt(ends[ends.length - 1])) {
                return true;
            }
        }
        return false;
    }

    /** Whether a body is as it should be. */
    static boolean isExpectedBody(Expect expect, String body) {
        boolean fits =
                expect.what() == What.RSTRING
                        ? Pattern.compile(expect.pattern()).matcher(body).find()
                        : body.contains(expect.pattern());
        return fits != expect.negated();
    }
}
