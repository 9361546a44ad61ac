package io.identitystitch.torture;

import io.identitystitch.torture.Step.Kind;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Workloads with the rules that hosts have: one {@code user_id} a person, devices that several people share and that go
 * to whoever signed in last. Who is who depends on the order there, so laws are judged and no oracle.
 */
final class DeviceWorkloads {
    static final List<String> TENANTS = List.of("office", "library");
    private static final int HOUSEHOLD_MILLIS = 15_000;
    private static final int USERS = 4;
    private static final int DEVICES = 3;
    private static final int RACE_MILLIS = 150;
    private static final int RACERS = 4;
    private static final int LATE_MICROS = 3_000_000;

    private final Sizes sizes;

    DeviceWorkloads(Sizes sizes) {
        this.sizes = sizes;
    }

    /** Members of a household sign in on its devices, some reports arrive late, some visits are anonymous. */
    Workload household() {
        return workload("household", (random, now, tenant) -> {
            String home = now / HOUSEHOLD_MILLIS + "-" + random.nextInt(sizes.homes()) + '-';
            String user = "user_id:u" + home + random.nextInt(USERS);
            String email = "email:u" + home + random.nextInt(USERS) + "@mail.example";
            String device = "device_id:d" + home + random.nextInt(DEVICES);
            long at = now * 1_000 + random.nextInt(1_000);
            if (random.nextInt(3) == 0) {
                at -= random.nextInt(LATE_MICROS);
            }
            List<String> keys = switch (random.nextInt(20)) {
                case 0, 1, 2, 3, 4, 5, 6, 7, 8 -> List.of(user, device);
                case 9, 10, 11 -> List.of(email, device);
                case 12, 13, 14 -> List.of(user, email);
                case 15 -> List.of(user, email, device);
                case 16, 17 -> List.of(device);
                default -> List.of(device, "anonymous_id:a" + home + random.nextInt(20));
            };
            return new Step(Kind.RESOLVE, tenant, "household", at, List.of(keys));
        });
    }

    /** Different accounts for one new person at the same moment: by link and by merge, at most one of them gets through. */
    Workload race() {
        return workload("race", (random, now, tenant) -> {
            // Everybody in one tenant at a time.
            long person = now / RACE_MILLIS;
            String one = TENANTS.get((int) (person % TENANTS.size()));
            String user = "user_id:r" + person + '-' + random.nextInt(RACERS);
            String email = "email:r" + person + '-' + random.nextInt(2) + "@mail.example";
            String crm = "crm_id:r" + person;
            List<String> keys = switch (random.nextInt(4)) {
                case 0 -> List.of(user, crm);
                case 1 -> List.of(email, crm);
                case 2 -> List.of(user);
                default -> List.of(user, email);
            };
            return new Step(Kind.RESOLVE, one, "race", now * 1_000, List.of(keys));
        });
    }

    /** Devices in public places, from which people sign out. */
    Workload kiosk() {
        return workload("kiosk", (random, now, tenant) -> {
            int kiosk = random.nextInt(sizes.kiosks());
            String visit = "anonymous_id:k" + kiosk;
            if (random.nextInt(4) == 0) {
                return new Step(Kind.SIGN_OUT, tenant, "kiosk", now * 1_000, List.of(List.of(visit)));
            }
            List<String> keys = random.nextBoolean()
                    ? List.of(visit)
                    : List.of(visit, "user_id:k" + kiosk + '-' + random.nextInt(30));
            return new Step(Kind.RESOLVE, tenant, "kiosk", now * 1_000, List.of(keys));
        });
    }

    private interface Choice {
        Step step(RandomGenerator random, long now, String tenant);
    }

    private static Workload workload(String name, Choice choice) {
        return new Workload() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public Step next(RandomGenerator random, long now) {
                return choice.step(random, now, TENANTS.get(random.nextInt(TENANTS.size())));
            }
        };
    }
}
