namespace Pipeline.Lines;

/// <summary>Problems as rows and counts name them.</summary>
internal static class LineProblems
{
    /// <summary>A line longer than the limit.</summary>
    public const string TooLong = "line_too_long";

    private static readonly string[] Reasons = ["", "not_json", "not_object", "nested_too_deep", "not_logfmt", "wrong_type"];
    private static readonly byte[][] Texts = [.. Reasons.Select(System.Text.Encoding.ASCII.GetBytes)];

    /// <summary>The word for a counter.</summary>
    public static string Reason(this LineProblem problem) => Reasons[(int)problem];

    /// <summary>The same as bytes.</summary>
    public static ReadOnlySpan<byte> Text(this LineProblem problem) => Texts[(int)problem];
}
