namespace Pipeline.Transforms.DnsNames;

/// <summary>What a user writes for <c>type = "dns_names"</c>.</summary>
internal sealed record DnsNamesOptions
{
    [Option("Columns with addresses that get names: \"remote_addr\" gets \"remote_name\".")]
    public IReadOnlyList<string> Addresses { get; init; } = ["remote_addr"];

    [Option("How long a name holds beyond the time to live that came with it: connections go on with an address that is no longer asked for.", Min = "0s", Max = "30d")]
    public TimeSpan Keep { get; init; } = TimeSpan.FromHours(1);

    [Option("How long a row waits for the answer that its process was given, which may come by a longer way. Rows of processes that did not ask wait too; 0s: none does.", Min = "0s", Max = "10s")]
    public TimeSpan Wait { get; init; } = TimeSpan.FromMilliseconds(500);

    [Option("Addresses whose names are kept, of each process that asked; beyond it those are forgotten whose answer is the oldest.", Min = "100", Max = "10000000")]
    public int MaxAddresses { get; init; } = 50_000;
}
