using System.Text;

namespace Pipeline.Transforms.Protocols.Http2;

/// <summary>The names of gRPC's status codes.</summary>
internal static class GrpcStatus
{
    /// <summary>The longest number that may be a code.</summary>
    public const int MostBytes = 10;

    private static readonly byte[][] Names =
    [
        .. new[]
        {
            "OK", "CANCELLED", "UNKNOWN", "INVALID_ARGUMENT", "DEADLINE_EXCEEDED", "NOT_FOUND", "ALREADY_EXISTS", "PERMISSION_DENIED", "RESOURCE_EXHAUSTED", "FAILED_PRECONDITION",
            "ABORTED", "OUT_OF_RANGE", "UNIMPLEMENTED", "INTERNAL", "UNAVAILABLE", "DATA_LOSS", "UNAUTHENTICATED",
        }.Select(Encoding.ASCII.GetBytes),
    ];

    /// <summary>The name of a code in digits; a code without a name as it is.</summary>
    public static ReadOnlySpan<byte> NameOf(ReadOnlySpan<byte> digits)
    {
        var code = 0;
        foreach (var digit in digits)
            code = char.IsAsciiDigit((char)digit) ? Math.Min(1000, 10 * code + digit - '0') : 1000;
        return digits.IsEmpty || code >= Names.Length ? digits : Names[code];
    }
}
