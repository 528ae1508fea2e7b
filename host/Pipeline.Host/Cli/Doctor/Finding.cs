namespace Pipeline.Host.Cli.Doctor;

/// <summary>One line of the doctor's report.</summary>
/// <param name="Health">How it is.</param>
/// <param name="Subject">What was looked at.</param>
/// <param name="Found">What was found.</param>
/// <param name="Remedy">What to do, a command where one helps; null when there is nothing to do.</param>
internal sealed record Finding(Health Health, string Subject, string Found, string? Remedy = null);
