using System.CommandLine;

namespace ClientFailover.Samples;

/// <summary>What a sample was asked to do. <see cref="ExitCode"/> is set when there is nothing left to do: help was shown, or the arguments make no sense.</summary>
internal sealed record SampleArguments(bool Json, int Rate, int? ExitCode)
{
    public const int NothingFailed = 0;
    public const int CallersSawErrors = 1;
    public const int BadArguments = 2;
    public const int NoServer = 3;
    public const int Interrupted = 130;

    public static SampleArguments Parse(string[] args, string description)
    {
        var json = new Option<bool>("--json") { Description = "Print only the report, as JSON." };
        var rate = new Option<int>("--rate") { Description = "Calls a second, 10 to 500.", DefaultValueFactory = _ => 100 };
        rate.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 10 or > 500)
            {
                result.AddError("--rate takes a number from 10 to 500.");
            }
        });
        var command = new RootCommand(description + "\nExit code: 0 no caller saw an error, 1 some did, 2 bad arguments, 3 a server could not be had, 130 interrupted.") { json, rate };
        var asked = false;
        command.SetAction(_ => asked = true);
        var parsed = command.Parse(args);
        var shown = parsed.Invoke();
        return asked ? new(parsed.GetValue(json), parsed.GetValue(rate), null) : new(false, 0, parsed.Errors.Count > 0 ? BadArguments : shown);
    }
}
