package labs.cli.bench;

import java.util.Locale;

/** Numbers as a person reads them. */
final class Figures {
    private Figures() {}

    /** Three digits that count: 52,000 or 3.14 or 0.0271. */
    static String of(double value) {
        if (value >= 1000) {
            double thousandth = Math.pow(10, Math.floor(Math.log10(value)) - 2);
            return String.format(Locale.ROOT, "%,.0f", Math.round(value / thousandth) * thousandth);
        }
        int digits = Math.max(0, 2 - (int) Math.floor(Math.log10(value)));
        return String.format(Locale.ROOT, "%." + digits + "f", value);
    }

    static String of(Spread spread) {
        return of(spread.median()) + " (" + of(spread.least()) + " … " + of(spread.most()) + ")";
    }
}
