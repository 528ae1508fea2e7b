using Pipeline.Host.Configuration;
using Pipeline.Host.Configuration.Toml;

namespace Pipeline.Host.Cli;

/// <summary>Prints what a check of a configuration found: each mistake with its line and a caret.</summary>
internal static class ConfigurationReport
{
    public static void Write(CheckedConfiguration configuration, TextWriter output)
    {
        foreach (var error in configuration.Errors)
            output.WriteLine($"error: {Format(error)}");
        foreach (var warning in configuration.Warnings)
            output.WriteLine($"warning: {Format(warning)}");
        if (configuration.Errors.Count > 0)
            output.WriteLine($"{configuration.Errors.Count} {(configuration.Errors.Count == 1 ? "error" : "errors")}");
    }

    // A file that is not there has no line to show.
    private static string Format(Diagnostic diagnostic) =>
        diagnostic.Span.Source.Text.Length == 0 ? $"{diagnostic.Span.Source.Name}: {diagnostic.Message}" : DiagnosticPrinter.Format(diagnostic);
}
