using System.Globalization;

namespace Pipeline.Http;

/// <summary>Statuses as reasons. Reasons are labels of metrics, so that those nobody knows go by their class.</summary>
internal static class StatusWord
{
    private static readonly HashSet<int> Named = [400, 401, 403, 404, 405, 408, 411, 413, 415, 421, 422, 426, 429, 431, 500, 501, 502, 503, 504, 505, 507];

    /// <summary>Such as <c>http_503</c>, or <c>http_5xx</c>.</summary>
    /// <param name="status">From 100 to 599.</param>
    public static string Of(int status) => Named.Contains(status)
        ? string.Create(CultureInfo.InvariantCulture, $"http_{status}")
        : string.Create(CultureInfo.InvariantCulture, $"http_{status / 100}xx");
}
