namespace Pipeline.Otlp.Fields;

/// <summary>Field numbers of requests, resources and scopes, which are the same for every signal.</summary>
internal static class RequestFields
{
    public const int Resources = 1;

    /// <summary>Of ResourceLogs, ResourceMetrics and ResourceSpans.</summary>
    public const int Resource = 1;
    public const int Scopes = 2;

    public const int ResourceAttribute = 1;

    /// <summary>Of ScopeLogs, ScopeMetrics and ScopeSpans.</summary>
    public const int Scope = 1;
    public const int Items = 2;

    public const int ScopeName = 1;
    public const int ScopeVersion = 2;
    public const int ScopeAttribute = 3;
}
