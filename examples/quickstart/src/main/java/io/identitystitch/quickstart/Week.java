package io.identitystitch.quickstart;

import io.identitystitch.model.Identifier;
import io.identitystitch.model.IdentifierType;
import io.identitystitch.model.ResolveRequest;
import io.identitystitch.model.Touch;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** What happens in eleven days of March, as a shop for hiking boots sees it. */
final class Week {
    static final String NORA = "u-1001";
    static final String BEN = "u-2002";

    static final Identifier NORAS_ADDRESS = Identifier.of(IdentifierType.EMAIL, "nora@example.com");
    static final Identifier RUTHS_ADDRESS = Identifier.of(IdentifierType.EMAIL, "ruth@example.net");

    private static final String PHONE = "phone-58d1";
    private static final String LAPTOP = "laptop-0c77";
    private static final String TABLET = "tablet-e4a9";

    private Week() {}

    static List<Scene> scenes() {
        return List.of(
                adOnThePhone(),
                signUpOnTheLaptop(),
                loginOnThePhone(),
                newsletterOnTheTablet(),
                purchase(),
                tabletLentToBen(),
                tabletBack(),
                anAddressInTheWrongForm(),
                motherAtTheTill(),
                motherWithTheNumberOfNora());
    }

    private static Scene adOnThePhone() {
        Instant at = StoryClock.at(3, 8, 12);
        return new Scene(
                "phone",
                "On the bus Nora sees an ad for hiking boots and taps it. She is still comparing soles when her stop "
                        + "comes. The shop has met a cookie, nothing more.",
                ResolveRequest.builder()
                        .observedAt(at)
                        .anonymousId(PHONE)
                        .touch(Touch.attributed(
                                at, Map.of("source", "instagram", "medium", "paid", "campaign", "spring-boots")))
                        .build());
    }

    private static Scene signUpOnTheLaptop() {
        Instant at = StoryClock.at(7, 21, 40);
        return new Scene(
                "laptop",
                "At home she types the address of the shop and signs up. Nothing in this visit says that the shop has "
                        + "met her before.",
                ResolveRequest.builder()
                        .observedAt(at)
                        .anonymousId(LAPTOP)
                        .userId(NORA)
                        .email("Nora@Example.COM")
                        .trait("name", "Nora")
                        .touch(Touch.unattributed(at, Map.of("page", "/")))
                        .build());
    }

    private static Scene loginOnThePhone() {
        return new Scene(
                "phone",
                "Over coffee she looks at the boots again and logs in, on the phone this time.",
                ResolveRequest.builder()
                        .observedAt(StoryClock.at(8, 10, 5))
                        .anonymousId(PHONE)
                        .userId(NORA)
                        .build());
    }

    private static Scene newsletterOnTheTablet() {
        Instant at = StoryClock.at(8, 20, 30);
        return new Scene(
                "tablet",
                "On the sofa she opens the newsletter, follows a link and logs in.",
                ResolveRequest.builder()
                        .observedAt(at)
                        .anonymousId(TABLET)
                        .userId(NORA)
                        .touch(Touch.attributed(
                                at, Map.of("source", "newsletter", "medium", "email", "campaign", "march")))
                        .build());
    }

    private static Scene purchase() {
        return new Scene(
                "payment",
                "She buys them. The payment provider reports who paid: the account, and an address and a telephone "
                        + "number that the shop has never heard of.",
                ResolveRequest.builder()
                        .observedAt(StoryClock.at(9, 12, 15))
                        .userId(NORA)
                        .email("n.winter@example.org")
                        .phone("+44 (0)20 7946 0958")
                        .trait("city", "Leeds")
                        .build());
    }

    private static Scene tabletLentToBen() {
        return new Scene(
                "tablet",
                "Nora lends Ben the tablet. Her cookie is still in it when he signs up for himself.",
                ResolveRequest.builder()
                        .observedAt(StoryClock.at(9, 19, 50))
                        .anonymousId(TABLET)
                        .userId(BEN)
                        .email("ben@example.com")
                        .trait("name", "Ben")
                        .build());
    }

    private static Scene tabletBack() {
        return new Scene(
                "tablet",
                "Ben is asleep. Nora wants to know where her parcel is, and logs in again.",
                ResolveRequest.builder()
                        .observedAt(StoryClock.at(9, 22, 10))
                        .anonymousId(TABLET)
                        .userId(NORA)
                        .build());
    }

    private static Scene anAddressInTheWrongForm() {
        return new Scene(
                "checkout",
                "Ben orders socks. He is logged in as himself, but writes Nora\u2019s address into the form, so that "
                        + "she gets the parcel notice. This is how two people become one in many a database.",
                ResolveRequest.builder()
                        .observedAt(StoryClock.at(10, 7, 55))
                        .userId(BEN)
                        .email("nora@example.com")
                        .build());
    }

    private static Scene motherAtTheTill() {
        return new Scene(
                "till",
                "Ruth, Nora\u2019s mother, buys laces in the shop in town. At the till she leaves an address for the "
                        + "receipt.",
                ResolveRequest.builder()
                        .observedAt(StoryClock.at(11, 11, 20))
                        .email(RUTHS_ADDRESS.value())
                        .trait("name", "Ruth")
                        .build());
    }

    private static Scene motherWithTheNumberOfNora() {
        return new Scene(
                "till",
                "She is back for wax. This time she leaves the number of the telephone at home, too. Nora gave it "
                        + "with her order, for she was staying there.",
                atTheTill(11, 16, 45));
    }

    /** After somebody has put it right. */
    static Scene motherOnceMore() {
        return new Scene(
                "till", "Ruth needs a brush. She leaves address and number, as before.", atTheTill(13, 10, 30));
    }

    private static ResolveRequest atTheTill(int day, int hour, int minute) {
        return ResolveRequest.builder()
                .observedAt(StoryClock.at(day, hour, minute))
                .email(RUTHS_ADDRESS.value())
                .phone("+44 20 7946 0958")
                .build();
    }

    /** The device behind a cookie of the story. */
    static String deviceOf(String cookie) {
        return cookie.substring(0, cookie.indexOf('-'));
    }
}
