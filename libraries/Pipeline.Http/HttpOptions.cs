namespace Pipeline.Http;

/// <summary>What every sink that sends over HTTP can be told of its requests.</summary>
internal abstract record HttpOptions
{
    [Option("How long a write may take, answers included, before it counts as failed and is tried again.", Min = "10ms", Max = "10m")]
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);

    [Option("Headers sent with each request, such as { X-Scope-OrgID = \"a\" }; a value may be { file = \"PATH\" }.")]
    public OptionTable Headers { get; init; } = OptionTable.Empty;

    [Option("User and password: { user = \"a\", password = { file = \"PATH\" } }.")]
    public OptionTable Basic { get; init; } = OptionTable.Empty;

    [Option("A bearer token: { file = \"PATH\" }.")]
    public string? Bearer { get; init; }

    [Option("PEM file of the authorities that the server's certificate must come from. Default: those of this machine.")]
    public string? Ca { get; init; }

    [Option("PEM file of the certificate to show to the server, those between it and the authority behind it. Default: none.")]
    public string? Certificate { get; init; }

    [Option("PEM file of that certificate's private key.")]
    public string? Key { get; init; }
}
