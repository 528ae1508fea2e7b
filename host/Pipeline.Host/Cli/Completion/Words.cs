using System.CommandLine.Completions;

namespace Pipeline.Host.Cli.Completion;

/// <summary>Plain words as what the command line library offers to a shell.</summary>
internal static class Words
{
    public static IEnumerable<CompletionItem> Completions(IEnumerable<string> words) => words.Distinct(StringComparer.Ordinal).Select(w => new CompletionItem(w));
}
