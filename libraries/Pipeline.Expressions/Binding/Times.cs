using System.Globalization;
using System.Text.RegularExpressions;
using Pipeline.Expressions.Evaluation;

namespace Pipeline.Expressions.Binding;

/// <summary>Reads RFC 3339 times, to the nanosecond, where the framework stops at 100.</summary>
internal static partial class Times
{
    private const long NanosecondsPerTick = 100;

    public static TimeConstant Parse(LiteralOperand literal)
    {
        var match = Rfc3339().Match(literal.Text);
        if (!match.Success
            || !DateTimeOffset.TryParseExact(
                $"{match.Groups["date"].Value}T{match.Groups["clock"].Value}{match.Groups["zone"].Value.ToUpperInvariant()}",
                "yyyy-MM-ddTHH:mm:ssK",
                CultureInfo.InvariantCulture,
                DateTimeStyles.AssumeUniversal,
                out var time))
            throw literal.Place.Error(
                $"\"{literal.Text}\" is no time (expected RFC 3339, such as \"2026-01-31T12:00:00Z\" or \"2026-01-31T12:00:00.5+01:00\")");
        var fraction = long.Parse(match.Groups["fraction"].Value.PadRight(9, '0'), CultureInfo.InvariantCulture);
        var nanoseconds = (Int128)(time.UtcTicks - DateTime.UnixEpoch.Ticks) * NanosecondsPerTick + fraction;
        return nanoseconds >= long.MinValue && nanoseconds <= long.MaxValue
            ? new TimeConstant((long)nanoseconds)
            : throw literal.Place.Error($"\"{literal.Text}\" does not fit 64 bits of nanoseconds (expected a time between 1678 and 2261)");
    }

    [GeneratedRegex(
        @"^(?<date>[0-9]{4}-[0-9]{2}-[0-9]{2})[Tt ](?<clock>[0-9]{2}:[0-9]{2}:[0-9]{2})(\.(?<fraction>[0-9]{1,9}))?(?<zone>[Zz]|[+-][0-9]{2}:[0-9]{2})\z",
        RegexOptions.ExplicitCapture)]
    private static partial Regex Rfc3339();
}
