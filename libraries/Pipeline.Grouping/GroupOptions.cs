namespace Pipeline.Grouping;

/// <summary>What every transform that keeps groups from interval to interval can be told.</summary>
internal abstract record GroupOptions
{
    [Option("How often rows are emitted.", Min = "10ms", Max = "1d")]
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(10);

    [Option("What a row tells: everything since its group began, each time, or what came since the row before.")]
    public Temporality Temporality { get; init; } = Temporality.Cumulative;

    [Option("Groups kept at a time; rows of further ones are put together in one group named (overflow).", Min = "1", Max = "1000000")]
    public int MaxGroups { get; init; } = 10_000;

    [Option("Cumulative groups without a row for so long are forgotten, and begin anew with the next; \"0s\": never.")]
    public TimeSpan Expire { get; init; } = TimeSpan.FromMinutes(10);
}
