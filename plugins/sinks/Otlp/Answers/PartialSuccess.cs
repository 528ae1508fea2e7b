using System.Globalization;
using System.Text;
using System.Text.Json;
using Pipeline.Protobuf;

namespace Pipeline.Sinks.Otlp.Answers;

/// <summary>What an Export*ServiceResponse says of a request that was taken: how many of its items were not, and why.</summary>
internal static class PartialSuccess
{
    private const string Reason = "partial_success";

    /// <summary>Of a response in protobuf.</summary>
    public static Verdict Read(ReadOnlySpan<byte> response)
    {
        var (rejected, words) = (0L, (string?)null);
        try
        {
            var fields = new ProtobufReader(response);
            while (fields.MoveNext())
            {
                var partial = new ProtobufReader(fields.Field == 1 ? fields.Bytes : default);
                while (partial.MoveNext())
                    if (partial.Field == 1)
                        rejected = (long)partial.Number;
                    else if (partial.Field == 2)
                        words = Encoding.UTF8.GetString(partial.Bytes);
            }
        }
        catch (InvalidDataException problem)
        {
            return Verdict.Nonsense($"a response that is no protobuf message: {problem.Message}");
        }

        return Of(rejected, words);
    }

    /// <summary>Of a response in JSON, where the signal is part of a name, and 64-bit numbers are strings.</summary>
    public static Verdict ReadJson(ReadOnlyMemory<byte> response)
    {
        try
        {
            using var document = JsonDocument.Parse(response);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
                return Verdict.Nonsense("a response that is no JSON object");
            if (!document.RootElement.TryGetProperty("partialSuccess", out var partial) || partial.ValueKind != JsonValueKind.Object)
                return Verdict.Delivered;
            var (rejected, words) = (0L, (string?)null);
            foreach (var field in partial.EnumerateObject())
                if (field.Name.StartsWith("rejected", StringComparison.Ordinal))
                    _ = long.TryParse(field.Value.ToString(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out rejected);
                else if (field.Name == "errorMessage")
                    words = field.Value.ToString();
            return Of(rejected, words);
        }
        catch (Exception problem) when (problem is JsonException or InvalidOperationException)
        {
            // Not JSON, or text in it that is not Unicode.
            return Verdict.Nonsense("a response that is no JSON");
        }
    }

    private static Verdict Of(long rejected, string? words) =>
        rejected <= 0 && string.IsNullOrEmpty(words) ? Verdict.Delivered : new Verdict(VerdictKind.Delivered, Reason, RejectedItems: Math.Max(0, rejected), Words: words);
}
