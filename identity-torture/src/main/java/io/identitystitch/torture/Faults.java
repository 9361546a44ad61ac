package io.identitystitch.torture;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/** How often each fault was injected, and which ones could not be. Thread-safe. */
final class Faults {
    private final Map<Fault, Integer> counts = new EnumMap<>(Fault.class);
    private final Map<Fault, String> notRun = new EnumMap<>(Fault.class);

    /** Makes a fault one that this run has to inject. */
    synchronized void expect(Fault fault) {
        counts.putIfAbsent(fault, 0);
    }

    synchronized void add(Fault fault) {
        counts.merge(fault, 1, Integer::sum);
    }

    synchronized void cannot(Fault fault, String reason) {
        notRun.put(fault, reason);
    }

    synchronized Map<Fault, Integer> counts() {
        return Collections.unmodifiableMap(new EnumMap<>(counts));
    }

    synchronized Map<Fault, String> notRun() {
        return Collections.unmodifiableMap(new EnumMap<>(notRun));
    }

    synchronized int total() {
        return counts.values().stream().mapToInt(Integer::intValue).sum();
    }
}
