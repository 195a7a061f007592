package labs.proxy.cluster;

/** Adds fencing to other resources: nothing moves before its old node is certainly off. */
public final class FencingResources {
    private FencingResources() {}

    /** The resources, in the language of {@code crm configure}. */
    public static String crmsh() {
        // Off, not reboot: here a person switches on again. One device can cut all three.
        return """
        primitive power stonith:fence_lab \\
            params pcmk_host_check=static-list pcmk_host_list="n1 n2 n3" \\
            pcmk_reboot_action=off \\
            op monitor interval=30s timeout=30s
        property stonith-enabled=true stonith-timeout=60s
        """;
    }
}
