using System.Globalization;

namespace Pipeline.Benchmarks.Runs;

/// <summary>The figures of a report in the order they were first seen, and how they are printed.</summary>
internal sealed class FigureTable
{
    private readonly List<(string What, string Unit, string Goal, Samples Samples)> _figures = [];

    internal Samples Of(string what, string unit, string goal = "")
    {
        foreach (var figure in _figures)
            if (figure.What == what && figure.Unit == unit)
                return figure.Samples;
        var samples = new Samples();
        _figures.Add((what, unit, goal, samples));
        return samples;
    }

    internal void Write(TextWriter writer)
    {
        writer.WriteLine("| what | unit | min | median | max | goal |");
        writer.WriteLine("| --- | --- | ---: | ---: | ---: | --- |");
        foreach (var (what, unit, goal, samples) in _figures)
            writer.WriteLine($"| {what} | {unit} | {Text(samples.Min)} | {Text(samples.Median)} | {Text(samples.Max)} | {goal} |");
    }

    // Three significant digits: there are no more in a measurement.
    private static string Text(double value) => Math.Abs(value) switch
    {
        0 => "0",
        < 0.1 => value.ToString("0.####", CultureInfo.InvariantCulture),
        < 10 => value.ToString("0.00", CultureInfo.InvariantCulture),
        < 100 => value.ToString("0.0", CultureInfo.InvariantCulture),
        _ => value.ToString("0", CultureInfo.InvariantCulture),
    };
}
