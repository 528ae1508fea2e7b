namespace Pipeline.Benchmarks.Runs;

/// <summary>One question of the report. C and C# that are compared take turns, so that what else the machine does meets both.</summary>
internal interface IMeasurement
{
    /// <summary>What run.sh calls it.</summary>
    string Name { get; }

    Task MeasureAsync(FigureTable figures);
}
